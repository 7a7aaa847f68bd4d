using Attesto.Authorize;
using Attesto.ClientIdMetadata;
using Attesto.Clients;
using Attesto.Dpop;
using Attesto.Grants;
using Attesto.Keys;
using Attesto.Logout;
using Attesto.Policies;
using Attesto.Registration;
using Attesto.Revocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Says that in-memory stores are meant for one node.</summary>
internal sealed record SingleNodeStores(bool Acknowledged);

/// <summary>Checks what only the host can provide: its policies, stores and surroundings. Runs with the other options checks, so all faults come in one message.</summary>
internal sealed class HostValidator(IServiceProviderIsService registered, IHostEnvironment environment, IEnumerable<SingleNodeStores> inMemory) : IValidateOptions<AttestoOptions>
{
    public ValidateOptionsResult Validate(string? name, AttestoOptions options)
    {
        var faults = new List<string>();
        Need<IClientStore>(faults, "the host says who its clients are", "AddClientStore<T>() on the builder that AddAttesto returns");
        Need<IPrincipalPolicy>(faults, "the host says whom tokens are about", "AddPrincipalPolicy<T>() on the builder that AddAttesto returns");
        Need<IKeystore>(faults, "tokens must be signed", "AddKeystore<T>() on the builder that AddAttesto returns, or register a PemKeystore");
        NeedStores(options, faults);
        foreach (var proxy in options.TrustedProxies.Where(proxy => !TrustedProxies.TryParse(proxy, out _)))
        {
            faults.Add($"Attesto:TrustedProxies has the entry \"{proxy}\"; each must be loopback, any, an IP address or a CIDR range such as 10.0.0.0/8.");
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

    private void NeedStores(AttestoOptions options, List<string> faults)
    {
        NeedStore<IAuthorizationCodeStore>(faults, true);
        NeedStore<IRefreshTokenStore>(faults, true);
        NeedStore<IAccessTokenRevocationStore>(faults, true);
        NeedStore<IPushedRequestStore>(faults, true);
        NeedStore<IConsentGrantStore>(faults, true);
        NeedStore<IReplayStore>(faults, true);
        NeedStore<IDpopNonceStore>(faults, options.Dpop is { Enabled: true, RequireNonce: true });
        NeedStore<IDeviceCodeStore>(faults, options.Device.Enabled);
        NeedStore<ILogoutSessionStore>(faults, options.Logout.Enabled);
        NeedStore<IRegisteredClientStore>(faults, options.Registration.Enabled);
        NeedStore<IClientMetadataCache>(faults, options.ClientIdMetadata.Enabled);
    }

    private void NeedStore<T>(List<string> faults, bool needed)
    {
        if (needed)
        {
            Need<T>(faults, "state must live somewhere", "services.AddAttestoEntityFrameworkStores<TContext>(), or services.AddAttestoInMemoryStores() in Development");
        }
    }

    private void Need<T>(List<string> faults, string why, string call)
    {
        if (!registered.IsService(typeof(T)))
        {
            faults.Add($"No {typeof(T).Name} is registered: {why}. Call {call}.");
        }
    }
}
