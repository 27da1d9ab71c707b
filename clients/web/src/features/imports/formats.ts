const NAMES: Readonly<Record<string, string>> = {
  "kraken-ledgers": "Kraken ledgers", "coinbase": "Coinbase", "binance-statement": "Binance account statement", "bitstamp": "Bitstamp",
  "koinly-universal": "Koinly universal", "koinly": "Koinly universal", "cointracking": "CoinTracking", "rotki-trades": "rotki trades",
  "rotki-events": "rotki events", "bittytax": "BittyTax", "ledger-csv": "our ledger CSV", "ledger-jsonl": "our ledger JSON Lines",
};

/** A format's name as its maker writes it. */
export function formatName(format: string): string {
  return NAMES[format] ?? format.replaceAll("-", " ");
}
