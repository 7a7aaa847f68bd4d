using System.Collections.Immutable;
using Attesto.Jose;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>The host's keys of those algorithms that <see cref="TokenOptions.SigningAlgorithms"/> names. The others neither sign nor are published.</summary>
internal sealed class SelectiveKeystore(IKeystore keys, IOptions<AttestoOptions> options) : IKeystore, IDisposable
{
    /// <summary>The host's own.</summary>
    public IKeystore Host => keys;

    public async ValueTask<SigningCredentials?> FindSigningCredentialsAsync(string? algorithm, CancellationToken cancellationToken)
    {
        if (algorithm is not null)
        {
            return Allows(algorithm) ? await keys.FindSigningCredentialsAsync(algorithm, cancellationToken) : null;
        }

        var first = await keys.FindSigningCredentialsAsync(algorithm: null, cancellationToken);
        return first is null || Allows(first.Algorithm) ? first : await FindOfAnyAsync(options.Value.Tokens.SigningAlgorithms!, cancellationToken);
    }

    public async ValueTask<ImmutableArray<JsonWebKey>> GetVerificationKeysAsync(CancellationToken cancellationToken)
    {
        var all = await keys.GetVerificationKeysAsync(cancellationToken);
        return options.Value.Tokens.SigningAlgorithms is null ? all : [.. all.Where(key => JoseAlgorithms.Of(key) is { } algorithm && Allows(algorithm))];
    }

    // The container knows this keystore only.
    public void Dispose() => (keys as IDisposable)?.Dispose();

    private async ValueTask<SigningCredentials?> FindOfAnyAsync(IList<string> algorithms, CancellationToken cancellationToken)
    {
        foreach (var algorithm in algorithms)
        {
            if (await keys.FindSigningCredentialsAsync(algorithm, cancellationToken) is { } key)
            {
                return key;
            }
        }

        return null;
    }

    private bool Allows(string algorithm) => options.Value.Tokens.SigningAlgorithms?.Contains(algorithm) ?? true;
}
