using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The first of what starts with the host: makes sure that all is in order, and says in the log which safeguards are switched off.</summary>
internal sealed partial class StartupReport(
    IOptions<AttestoOptions> options, IOptions<AttestoHttpOptions> http, IServiceScopeFactory scopes, StartChecks checks, ILogger<StartupReport> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await checks.FindFaultsAsync(cancellationToken) is { Count: > 0 } faults)
        {
            throw new StartException(faults);
        }

        await using var scope = scopes.CreateAsyncScope();
        foreach (var relaxation in Relaxations(options.Value, http.Value).Concat(OpenRegistration(options.Value.Registration, scope.ServiceProvider)))
        {
            LogRelaxed(relaxation);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
