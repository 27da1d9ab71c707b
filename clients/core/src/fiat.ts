/** Money as a ledger names it: codes whose amounts show their minor units even in a list of quantities. */
export const FIAT: readonly string[] = (
  "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NGN NOK NZD PEN PHP PLN " +
  "RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
).split(" ");
const CODES = new Set(FIAT);

export function isFiat(asset: string): boolean {
  return CODES.has(asset);
}
