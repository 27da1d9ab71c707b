/** `Firefox on Linux`: enough to tell one's own devices apart; a program's own name is left as it is. */
export function browserName(agent: string): string {
  const browser = first(agent, [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]]);
  const system = first(agent, [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS X", "macOS"], ["Linux", "Linux"]]);
  if (browser === undefined) return agent;
  return system === undefined ? browser : `${browser} on ${system}`;
}

function first(agent: string, names: readonly (readonly [sign: string, name: string])[]): string | undefined {
  return names.find(([sign]) => agent.includes(sign))?.[1];
}
