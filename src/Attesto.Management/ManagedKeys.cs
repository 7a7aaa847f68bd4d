using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary>Shows the signing keys, and changes those that the server rotates itself.</summary>
internal sealed class ManagedKeys(IKeystore keystore, AuditTrail audit, IKeyRotation? rotation = null)
{
    private static readonly Refusal NotRotated = new(
        "This server does not make its keys itself: they come from the keystore of the host. UseKeyRotation() in AttestoSetup.cs lets it rotate them.");

    /// <summary>What an emergency costs.</summary>
    public const string CostOfNow =
        "The next key signs half a minute from now. APIs that keep the old key set, and do not ask again when they meet an unknown key, refuse new tokens until their copy "
        + "expires. Tokens of the key before stay good; if that key leaked, retire it once the next one signs.";

    /// <summary>What taking a key out costs.</summary>
    public const string CostOfRetiring =
        "Every token that this key signed ends at once for everybody who asks for the keys again: people sign in anew, and clients ask for new tokens.";

    /// <summary>The keys of this host.</summary>
    public static ManagedKeys Of(IServiceProvider services) => ActivatorUtilities.CreateInstance<ManagedKeys>(services, AuditTrail.Of(services));

    public async Task<ImmutableArray<KeyEntry>> ListAsync(CancellationToken cancellationToken)
    {
        if (rotation is not null)
        {
            return [.. (await rotation.ListAsync(cancellationToken)).Select(KeyEntry.Of)];
        }

        var signing = await keystore.FindSigningCredentialsAsync(null, cancellationToken);
        return
        [
            .. (await keystore.GetVerificationKeysAsync(cancellationToken)).Select(key => new KeyEntry(
                key.Kid, key.Alg ?? "", key.Kid == signing?.Kid ? SigningKeyState.Signing : SigningKeyState.Verifying, null, null, null, null)),
        ];
    }

    /// <summary>Begins a rotation, of one algorithm or of all.</summary>
    public async Task<Outcome<KeyEntry[]>> RotateAsync(string? algorithm, bool immediately, string actor, CancellationToken cancellationToken)
    {
        if (rotation is null)
        {
            return NotRotated;
        }

        var known = (await rotation.ListAsync(cancellationToken)).Where(key => key.State is SigningKeyState.Signing).Select(key => key.Algorithm).ToList();
        if (algorithm is not null && !known.Contains(algorithm, StringComparer.Ordinal))
        {
            return new Refusal($"No key of the algorithm \"{algorithm}\" signs. There are: {string.Join(' ', known)}.");
        }

        var next = new List<KeyEntry>();
        foreach (var each in algorithm is null ? known : [algorithm])
        {
            var key = await rotation.RotateAsync(each, immediately, cancellationToken);
            await audit.PublishAsync(
                new ServerEvent(EventName.KeyRotated), actor, ("algorithm", key.Algorithm), ("kid", key.KeyId), ("immediately", immediately ? "true" : "false"));
            next.Add(KeyEntry.Of(key));
        }

        return next.ToArray();
    }

    /// <summary>Takes a key out.</summary>
    public async Task<Outcome<KeyEntry>> RetireAsync(string keyId, string actor, CancellationToken cancellationToken)
    {
        if (rotation is null)
        {
            return NotRotated;
        }

        if (!await rotation.RetireAsync(keyId, cancellationToken))
        {
            var key = (await rotation.ListAsync(cancellationToken)).FirstOrDefault(key => key.KeyId == keyId);
            return key switch
            {
                null => new Refusal($"There is no key \"{keyId}\".", RefusalKind.NotThere),
                { State: SigningKeyState.Retired } => new Refusal($"The key \"{keyId}\" is retired already."),
                _ => new Refusal($"The key \"{keyId}\" is the one that signs. Rotate first: keys rotate --algorithm {key.Algorithm} --now"),
            };
        }

        await audit.PublishAsync(new ServerEvent(EventName.KeyRetired), actor, ("kid", keyId));
        return KeyEntry.Of((await rotation.ListAsync(cancellationToken)).First(key => key.KeyId == keyId));
    }
}

/// <summary>A signing key as it is shown. Keys of the host's own keystore have no times.</summary>
internal sealed record KeyEntry(
    string KeyId,
    string Algorithm,
    [property: JsonConverter(typeof(NameConverter<SigningKeyState>))] SigningKeyState State,
    DateTimeOffset? AnnouncedAt,
    DateTimeOffset? SignsFrom,
    DateTimeOffset? SignsUntil,
    DateTimeOffset? VerifiesUntil)
{
    public static KeyEntry Of(SigningKeyStatus key) => new(key.KeyId, key.Algorithm, key.State, key.AnnouncedAt, key.SignsFrom, key.SignsUntil, key.VerifiesUntil);
}
