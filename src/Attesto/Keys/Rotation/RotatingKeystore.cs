using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>The keys that the server rotates itself, and those of the host that they succeed.</summary>
/// <param name="ring">The keys.</param>
/// <param name="plan">The algorithms.</param>
/// <param name="predecessor">The host's own keys: they sign until the first rotating ones do, and stay published; null if there are none.</param>
internal sealed class RotatingKeystore(SigningKeyRing ring, RotationPlan plan, IKeystore? predecessor) : IKeystore, IDisposable
{
    public async ValueTask<SigningCredentials?> FindSigningCredentialsAsync(string? algorithm, CancellationToken cancellationToken)
    {
        var view = await ring.GetAsync(cancellationToken);
        foreach (var known in plan.Algorithms)
        {
            if ((algorithm is null || string.Equals(known, algorithm, StringComparison.Ordinal)) && view.Find(known) is { } credentials)
            {
                return credentials;
            }
        }

        return predecessor is null ? null : await predecessor.FindSigningCredentialsAsync(algorithm, cancellationToken);
    }

    public async ValueTask<ImmutableArray<JsonWebKey>> GetVerificationKeysAsync(CancellationToken cancellationToken)
    {
        var own = (await ring.GetAsync(cancellationToken)).Published;
        return predecessor is null ? own : [.. own, .. await predecessor.GetVerificationKeysAsync(cancellationToken)];
    }

    // The container knows this keystore only.
    public void Dispose() => (predecessor as IDisposable)?.Dispose();
}
