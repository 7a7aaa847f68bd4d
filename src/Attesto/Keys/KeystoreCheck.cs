using System.Collections.Immutable;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>Looks through the host's keys before the first request: what signs must be published, and its signatures must verify.</summary>
internal sealed class KeystoreCheck(SignatureAlgorithms algorithms)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Every fault, in words that a person can act on.</summary>
    public async Task<ImmutableArray<string>> FaultsOfAsync(IKeystore keystore, CancellationToken cancellationToken)
    {
        var published = await keystore.GetVerificationKeysAsync(cancellationToken);
        var faults = ImmutableArray.CreateBuilder<string>();
        faults.AddRange(published.Select(FaultOf).OfType<string>());
        var tried = new HashSet<SigningCredentials>(ReferenceEqualityComparer.Instance);
        foreach (var algorithm in published.Select(JoseAlgorithms.Of).Distinct(StringComparer.Ordinal).Append(null))
        {
            if (await keystore.FindSigningCredentialsAsync(algorithm, cancellationToken) is { } credentials && tried.Add(credentials)
                && await FaultOfAsync(credentials, published, cancellationToken) is { } fault)
            {
                faults.Add($"The keystore's key \"{credentials.Kid}\" {fault}.");
            }
        }

        return faults.DrainToImmutable();
    }

    private static string? FaultOf(JsonWebKey key) =>
        key.Kid is not { Length: > 0 } ? "The keystore publishes a key without kid; give each its own, such as its thumbprint (RFC 7638)." :
        JsonWebKeyRules.FaultOf(key) is not JoseFault.None and var fault ? $"The keystore publishes the key \"{key.Kid}\", which cannot be used ({fault})." :
        null;

    private async Task<string?> FaultOfAsync(SigningCredentials credentials, ImmutableArray<JsonWebKey> published, CancellationToken cancellationToken)
    {
        if (!algorithms.IsSupported(credentials.Algorithm))
        {
            return $"signs with \"{credentials.Algorithm}\"; it must be one of {string.Join(' ', algorithms.Supported)}";
        }

        if (published.FirstOrDefault(key => string.Equals(key.Kid, credentials.Kid, StringComparison.Ordinal)) is not { } key)
        {
            return "signs, but no published key has its kid; give both the same";
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var token = await JwsWriter.SignAsync(credentials, type: null, static _ => { }, patience.Token);
            return CompactJws.TryParse(token, out var jws, out _) && jws.IsSignedBy(algorithms.Find(key))
                ? null
                : "makes signatures that the published key of its kid does not verify";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // the host's provider may throw anything
        {
            return $"cannot sign: {e.Message}";
        }
    }
}
