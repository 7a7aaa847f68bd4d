using Attesto.Jose;
using Attesto.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>A key must sign, and the keys must be those that the options ask for.</summary>
internal sealed class KeyCheck(IOptions<AttestoOptions> options, RegisteredServices registered, IServiceScopeFactory scopes) : IStartCheck
{
    public async Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (registered.Services.LacksAttesto(typeof(IKeystore)))
        {
            return []; // said with what else the host lacks
        }

        var keystore = scope.ServiceProvider.GetRequiredService<IKeystore>();
        var chosen = options.Value.Tokens.SigningAlgorithms;
        if (await keystore.FindSigningCredentialsAsync(null, cancellationToken) is null)
        {
            return [chosen is null
                ? "The keystore has no key that signs."
                : $"The keystore has no key that signs with one of Attesto:Tokens:SigningAlgorithms ({string.Join(' ', chosen)})."];
        }

        return (await keystore.GetVerificationKeysAsync(cancellationToken)).All(key => chosen is null || (JoseAlgorithms.Of(key) is { } algorithm && chosen.Contains(algorithm)))
            ?
            [
                .. await scope.ServiceProvider.GetRequiredService<KeystoreCheck>().FindFaultsAsync(keystore, cancellationToken),
                .. await KeylessResourcesAsync(keystore, cancellationToken),
            ]
            : ["The host registered IKeystore by itself, so Attesto:Tokens:SigningAlgorithms cannot choose among its keys. "
                + "Register it with AddKeystore<T>() or UseKeystore(...) on the builder that AddAttesto returns."];
    }

    private async Task<IEnumerable<string>> KeylessResourcesAsync(IKeystore keystore, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var resource in options.Value.Resources.Supported)
        {
            if (resource.SigningAlgorithm is { } algorithm && await keystore.FindSigningCredentialsAsync(algorithm, cancellationToken) is null)
            {
                faults.Add($"Attesto:Resources:Supported has the entry \"{resource.Uri}\" with the SigningAlgorithm {algorithm}, and the keystore has no such key. "
                    + "Add one, or leave the algorithm out.");
            }
        }

        return faults;
    }
}
