using Attesto.Keys;
using Attesto.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>What the host has registered, to be looked through once all is registered.</summary>
internal sealed record RegisteredServices(IServiceCollection Services);

/// <summary>Says that in-memory stores are meant for one node.</summary>
internal sealed record SingleNodeStores(bool Acknowledged);

/// <summary>Checks what only the host can provide: its policies, stores and surroundings. Runs with the other options checks, so all faults come in one message.</summary>
internal sealed class HostValidator(RegisteredServices registered, IHostEnvironment environment, IEnumerable<SingleNodeStores> inMemory) : IValidateOptions<AttestoOptions>
{
    private static readonly (Type Service, string Why, string Call)[] Always =
    [
        (typeof(IClientStore), "the host says who its clients are", "AddClientStore<T>() on the builder that AddAttesto returns"),
        (typeof(IPrincipalPolicy), "the host says whom tokens are about", "AddPrincipalPolicy<T>() on the builder that AddAttesto returns"),
        (typeof(IKeystore), "tokens must be signed", "AddKeystore<T>() or UseKeystore(...) on the builder that AddAttesto returns"),
    ];

    private static readonly Type[] Stores =
    [
        typeof(IAuthorizationCodeStore), typeof(IGrantStore), typeof(IAccessTokenRevocationStore), typeof(IPushedRequestStore), typeof(IConsentGrantStore),
        typeof(IReplayStore), typeof(IDpopNonceStore), typeof(IDeviceCodeStore),
    ];

    public ValidateOptionsResult Validate(string? name, AttestoOptions options)
    {
        var faults = new List<string>();
        foreach (var (service, why, call) in Always)
        {
            Need(faults, service, why, call);
        }

        foreach (var store in Stores.Concat(options.Registration.Enabled ? [typeof(IRegisteredClientStore)] : [])
            .Concat(options.Logout.Enabled ? [typeof(ILogoutSessionStore)] : [])
            .Concat(registered.Services.Any(service => service.ImplementationInstance is ServerSideSessions) ? [typeof(IServerSideSessionStore)] : [])
            .Concat(registered.Services.Any(service => service.ServiceType == typeof(SigningKeyRing)) ? [typeof(ISigningKeyStore)] : []))
        {
            Need(faults, store, "state must live somewhere", "services.AddAttestoEntityFrameworkStores<TContext>(), or services.AddAttestoInMemoryStores() in Development");
        }

        if ((options.Registration.Enabled || options.ClientIdMetadata.Enabled || options.Profile is not SecurityProfile.None)
            && !registered.Services.LacksAttesto(typeof(IClientStore)) && registered.Services.LacksAttesto(typeof(ClientDirectory)))
        {
            faults.Add("The host registered IClientStore by itself, so clients that register themselves or publish a metadata document would not be found, "
                + "and none would be held against Attesto:Profile. Register it with AddClientStore<T>() on the builder that AddAttesto returns.");
        }

        if (options.Logout.Enabled)
        {
            Need(faults, typeof(ILogoutPolicy), "only the host can end a session", "AddLogoutPolicy<T>() on the builder that AddAttesto returns");
        }

        if (options.JwtBearer.Enabled)
        {
            Need(
                faults, typeof(IAssertionSubjectPolicy), "only the host knows whom an assertion is about", "AddAssertionSubjectPolicy<T>() on the builder that AddAttesto returns");
            if (options.JwtBearer.Issuers.Count == 0 && registered.Services.LacksAttesto(typeof(IAssertionKeyResolver)))
            {
                faults.Add("Attesto:JwtBearer:Enabled is on, but no issuer is trusted. List them in Attesto:JwtBearer:Issuers, or register an IAssertionKeyResolver.");
            }
        }

        if (options.Outbound.AllowLoopback && !environment.IsDevelopment())
        {
            faults.Add("Attesto:Outbound:AllowLoopback is on outside Development; it would let strangers make this server talk to its own machine. Switch it off.");
        }

        if (inMemory.Any(stores => !stores.Acknowledged) && !environment.IsDevelopment())
        {
            faults.Add("AddAttestoInMemoryStores keeps codes and tokens in one process, which breaks single use on several nodes. "
                + "Use AddAttestoEntityFrameworkStores<TContext>(), or call AddAttestoInMemoryStores(acknowledgeSingleNode: true).");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Holds the place of what the host must provide, until it does.</summary>
    public static void Await(IServiceCollection services)
    {
        foreach (var (service, _, _) in Always.Concat(Stores.Select(store => (store, "", ""))))
        {
            services.AwaitAttesto(service, service == typeof(IKeystore) ? ServiceLifetime.Singleton : ServiceLifetime.Scoped);
        }
    }

    private void Need(List<string> faults, Type service, string why, string call)
    {
        if (registered.Services.LacksAttesto(service))
        {
            faults.Add($"No {service.Name} is registered: {why}. Call {call}.");
        }
    }
}
