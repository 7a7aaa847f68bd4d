using Attesto.Clients;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Before the first request: makes sure that a key signs, and says in the log which safeguards are switched off.</summary>
internal sealed partial class StartupReport(
    IOptions<AttestoOptions> options, IOptions<AttestoHttpOptions> http, IServiceScopeFactory scopes, ILogger<StartupReport> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Resolved only here: the options checks come first and say in words what a missing keystore is.
        await using var scope = scopes.CreateAsyncScope();
        var faults = new List<string>();
        faults.AddRange(await FaultsOfAsync(scope.ServiceProvider, cancellationToken));

        var (methods, grants) = (scope.ServiceProvider.GetServices<IClientAuthenticationMethod>(), scope.ServiceProvider.GetServices<GrantDescriptor>());
        faults.AddRange(Unknown(options.Value.ClientAuthentication.Methods, [.. methods.Select(method => method.Method)], "ClientAuthentication:Methods"));
        string[] grantTypes = [.. grants.Select(grant => grant.GrantType)];
        faults.AddRange(Unknown(options.Value.Tokens.GrantTypes, grantTypes, "Tokens:GrantTypes"));
        faults.AddRange(Unknown(options.Value.Registration.GrantTypes, grantTypes, "Registration:GrantTypes"));
        faults.AddRange(Unknown(options.Value.ClientIdMetadata.GrantTypes, grantTypes, "ClientIdMetadata:GrantTypes"));
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(nameof(AttestoOptions), typeof(AttestoOptions), faults);
        }

        foreach (var relaxation in Relaxations(options.Value, http.Value).Concat(OpenRegistration(options.Value.Registration, scope.ServiceProvider)))
        {
            LogRelaxed(relaxation);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<IEnumerable<string>> FaultsOfAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var keystore = services.GetRequiredService<IKeystore>();
        var chosen = options.Value.Tokens.SigningAlgorithms;
        if (await keystore.FindSigningCredentialsAsync(null, cancellationToken) is null)
        {
            return [chosen is null
                ? "The keystore has no key that signs." : $"The keystore has no key that signs with one of Attesto:Tokens:SigningAlgorithms ({string.Join(' ', chosen)})."];
        }

        return (await keystore.GetVerificationKeysAsync(cancellationToken)).All(key => chosen is null || (JoseAlgorithms.Of(key) is { } algorithm && chosen.Contains(algorithm)))
            ? [.. await services.GetRequiredService<KeystoreCheck>().FindFaultsAsync(keystore, cancellationToken), .. await KeylessResourcesAsync(keystore, cancellationToken)]
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

    // What is advertised must be there to be used.
    private static IEnumerable<string> Unknown(IList<string>? listed, string[] known, string option) => (listed ?? [])
        .Except(known, StringComparer.Ordinal)
        .Select(name => $"Attesto:{option} has the entry \"{name}\", which nothing in this server serves. It serves: {string.Join(' ', known)}.");

    private static IEnumerable<string> Relaxations(AttestoOptions options, AttestoHttpOptions http)
    {
        if (!options.RequireHttps)
        {
            yield return "Attesto:RequireHttps is off: credentials and tokens may travel in clear text";
        }

        if (http.TrustedProxies.Contains("any"))
        {
            yield return "Attesto:TrustedProxies trusts any peer: whoever reaches this server may claim any address, host and certificate";
        }

        if (options.Device is { Enabled: true, AllowPublicClientsWithoutDpop: true })
        {
            yield return "Attesto:Device:AllowPublicClientsWithoutDpop is on: device tokens of public clients are not bound to a key";
        }

        if (options.Outbound.AllowLoopback)
        {
            yield return "Attesto:Outbound:AllowLoopback is on: strangers can make this server send requests to its own machine";
        }

        if (options.ClientAuthentication.AssertionAudience is ClientAssertionAudience.AnyOfSeveral)
        {
            yield return "Attesto:ClientAuthentication:AssertionAudience is AnyOfSeveral: an assertion that another server received can be replayed here";
        }

        if (options.Authorization.RequirePkce is PkceRequirement.NotRequired)
        {
            yield return "Attesto:Authorization:RequirePkce is off: confidential clients may send authorization requests without a challenge (RFC 9700 §2.1.1)";
        }
    }

    // Whoever reaches the endpoint is a client from then on.
    private static IEnumerable<string> OpenRegistration(RegistrationOptions registration, IServiceProvider services) =>
        registration is not { Enabled: true, RequireInitialAccessToken: false, RequireSoftwareStatement: false } || services.GetService<IRegistrationPolicy>() is not null
            ? []
            : [$"Attesto:Registration:Enabled is on and anybody may register a client, for {string.Join(' ', registration.GrantTypes)} and the scopes "
                + $"openid {string.Join(' ', registration.Scopes)}; demand a token (RequireInitialAccessToken) or a software statement, or register an IRegistrationPolicy"];

    [LoggerMessage(40, LogLevel.Warning, "{Relaxation}.")]
    private partial void LogRelaxed(string relaxation);
}
