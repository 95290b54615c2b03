// Types of what is used of cliui, which has none of its own.
declare module "cliui" {
  interface Column {
    text: string;
    width?: number;
    align?: "left" | "right" | "center";
    /** Top, right, bottom, left. */
    padding?: number[];
  }
  interface UI {
    div(...columns: Column[]): void;
    toString(): string;
  }
  export default function cliui(options: { width: number; wrap: boolean }): UI;
}
