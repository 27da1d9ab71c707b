declare module "virtual:coins" {
  const symbols: ReadonlySet<string>;
  export default symbols;
}
