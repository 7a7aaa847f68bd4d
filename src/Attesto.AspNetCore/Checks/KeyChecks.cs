using Attesto.Jose;
using Attesto.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attesto.AspNetCore;

/// <summary>The keys that sign. Without them nothing works, so the server does not start.</summary>
internal static class KeyChecks
{
    private static readonly ServerCheck Signs = new(
        "keys.signs", CheckSeverity.Error, "RFC 9068 §2.1", "A key signs.", "Bring a key, or open Attesto:Tokens:SigningAlgorithms to one that is there.");

    private static readonly ServerCheck Chosen = new(
        "keys.chosen",
        CheckSeverity.Error,
        "",
        "Attesto:Tokens:SigningAlgorithms chooses among the keys.",
        "Register the keystore with AddKeystore<T>() or UseKeystore(...).");

    private static readonly ServerCheck Usable = new(
        "keys.usable",
        CheckSeverity.Error,
        "RFC 7517 §4, RFC 7518 §3",
        "What signs is published under its kid, and its signatures verify.",
        "Publish the key that signs, with its kid.");

    private static readonly ServerCheck Resources = new(
        "keys.resources",
        CheckSeverity.Error,
        "RFC 8707 §2",
        "Each resource has a key of the algorithm that it names.",
        "Add such a key, or leave the algorithm out.");

    private static readonly ServerCheck Development = new(
        "keys.development",
        CheckSeverity.Warning,
        "RFC 8725 §3.5",
        "Keys made for development stay there.",
        "List key files under SigningKeys, or call UseKeyRotation().");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [Signs, Chosen, Usable, Resources, Development];

    /// <summary>What is wrong with the keys.</summary>
    public static async Task<IEnumerable<Finding>> FindAsync(AttestoOptions options, IServiceProvider services, CancellationToken cancellationToken)
    {
        var keystore = services.GetRequiredService<IKeystore>();
        var chosen = options.Tokens.SigningAlgorithms;
        if (await keystore.FindSigningCredentialsAsync(null, cancellationToken) is null)
        {
            return [Signs.Found(chosen is null
                ? "The keystore has no key that signs."
                : $"The keystore has no key that signs with one of Attesto:Tokens:SigningAlgorithms ({string.Join(' ', chosen)}).")];
        }

        if ((await keystore.GetVerificationKeysAsync(cancellationToken)).Any(key => chosen is not null && !(JoseAlgorithms.Of(key) is { } algorithm && chosen.Contains(algorithm))))
        {
            return [Chosen.Found("The host registered IKeystore by itself, so Attesto:Tokens:SigningAlgorithms cannot choose among its keys. "
                + "Register it with AddKeystore<T>() or UseKeystore(...) on the builder that AddAttesto returns.")];
        }

        return
        [
            .. (await services.GetRequiredService<KeystoreCheck>().FaultsOfAsync(keystore, cancellationToken)).Select(Usable.Found),
            .. await KeylessResourcesAsync(options, keystore, cancellationToken),
            .. keystore is SelectiveKeystore { Host: DevelopmentKeystore } && services.GetService<IHostEnvironment>()?.IsDevelopment() == false
                ? new[] { Development.Found("The keys are those of a DevelopmentKeystore: they lie unprotected beside the application, and each node makes its own") }
                : [],
        ];
    }

    private static async Task<IEnumerable<Finding>> KeylessResourcesAsync(AttestoOptions options, IKeystore keystore, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var resource in options.Resources.Supported)
        {
            if (resource.SigningAlgorithm is { } algorithm && await keystore.FindSigningCredentialsAsync(algorithm, cancellationToken) is null)
            {
                findings.Add(Resources.Found(
                    $"Attesto:Resources:Supported has the entry \"{resource.Uri}\" with the SigningAlgorithm {algorithm}, and the keystore has no such key. "
                    + "Add one, or leave the algorithm out."));
            }
        }

        return findings;
    }
}
