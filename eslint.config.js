import js from "@eslint/js";
import globals from "globals";

const rules = {
  complexity: ["error", 10],
  eqeqeq: "error",
  "max-len": ["error", { code: 110 }],
  "max-lines-per-function": ["error", 30],
  "no-shadow": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "no-var": "error",
  "prefer-const": "error",
};
const languageOptions = { ecmaVersion: 2022, sourceType: "module" };

export default [
  { ignores: ["node_modules/", "**/static/", ".venv/"] },
  js.configs.recommended,
  {
    files: ["pages/**/*.js"],
    languageOptions: { ...languageOptions, globals: globals.browser },
    rules: { ...rules, "max-lines": ["error", 250] },
  },
  {
    files: ["tests/**/*.js"],
    languageOptions: { ...languageOptions, sourceType: "script", globals: globals.browser },
    rules: { ...rules, "max-lines": ["error", 250] },
  },
  {
    files: ["tests/**/*.mjs"],
    languageOptions: { ...languageOptions, globals: globals.node },
    rules,
  },
];
