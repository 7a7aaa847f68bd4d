using System.Collections.Immutable;

namespace Attesto.Jose;

/// <summary>A set of public keys (RFC 7517 §5).</summary>
/// <param name="Keys">The keys, in order.</param>
public sealed record JwkSet(ImmutableArray<Jwk> Keys);
