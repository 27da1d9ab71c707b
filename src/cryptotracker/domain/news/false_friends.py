"""Words that are also the name or the symbol of an asset: on their own they mean themselves.

In small letters. To add one: look whether an article could use it without meaning the asset.
"""

from typing import Final

ORDINARY: Final = frozenset(
    """
    achain act action add aeon aion amp ape aragon argentum ark arkham atlas atm auto avalanche
    balancer band bat bay beam bit block blur bonk boss bread brd burst cake call capital cash chain
    chat chia chips civic clam clams comet comp compound core cosmos credits cred crown cube curve
    dash data datum dent dew dock dot drop edgeless electra elixir emblem enigma enzyme equaliser
    ethos everest expanse exp fair fidelity flare flow flux frax fuel fun fusion gala game gas gate
    gemini gin golem gold gods grin guppy handshake harmony hedera helium high hive holo hot hush
    hydro icon ignis immutable injective ink ion iris jupiter just jump key kin komodo lend leo lido
    link lock loom magi maid mainframe maker mana mantle mask max med meta metal mina mirror mist
    moonbeam moonriver morpho move movement music myriad nano near nebulas neo next nexus not note
    oasis ocean omni one ontology optimism orchid oxygen oyster part pascal pay pepe phantasma pi
    pillar pink poet polis poly polygon populous pot power pre pura quant radium rap rapture ray ren
    render rep request rise ron ronin rose rune safe sai salt sand sei serum shift sin sky smart
    soc songbird sonic soul space stacks start status steem stellar stem storm story strong sub sun
    super sushi tau tel ten terra tether theta time ton tree trig triggers trump uma uni unity
    vaulta verge verify via vibe virtual waves wax win wings worm wormhole xp zen zest zero
    """.split()
)
"""Names and symbols of one word."""

PHRASES: Final = frozenset(
    {
        "all sports",
        "bitcoin plus",
        "bitcoin private",
        "block array",
        "first digital usd",
        "game com",
        "infinity economics",
        "internet of people",
        "iot chain",
        "just",
        "official trump",
        "the graph",
        "the sandbox",
        "time new bank",
    }
)
"""Names of several words that come about by chance: `Bitcoin Private Keys` in a title."""

SPOKEN: Final = {
    "cosmos": "Cosmos",
    "ethereum": "Ether",
    "fetch-ai": "Fetch.ai",
    "lido-dao": "Lido",
    "near": "Near",
    "ripple": "Ripple",
    "the-open-network": "TON",
}
"""What assets are called that the catalogue names otherwise."""

MARKET: Final = frozenset(
    """
    airdrop blockchain bulls bears chain coin coins crypto cryptocurrency dao ecosystem etf etfs
    etp falls fell foundation futures gains holder holders investors jumps jumped labs mainnet
    network plunges plunged price prices protocol rallies rally rallied rises rose rebounds
    slides slumps soars soared stablecoin stakers staking surges surged testnet token tokens
    tokenomics tokenholders trader traders trades trading treasury tumbles usd usdc usdt validators
    wallet wallets whale whales
    """.split()
)
"""Words beside which a false friend means the asset after all."""
