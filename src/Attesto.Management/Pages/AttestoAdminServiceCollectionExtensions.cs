using Attesto;
using Attesto.Management;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what the pages of administrators show and change.</summary>
public static class AttestoAdminServiceCollectionExtensions
{
    /// <summary>The name of the authorization policy that says who may look after the server.</summary>
    public const string AttestoAdminPolicy = "attesto-admin";

    /// <summary>Adds <see cref="AdminClients"/>, <see cref="AdminScopes"/>, <see cref="AdminApis"/>, <see cref="AdminPeople"/>, <see cref="AdminKeys"/> and
    /// <see cref="AdminEvents"/>, and the policy <see cref="AttestoAdminPolicy"/>, which nobody meets while <paramref name="who"/> demands nothing.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="who">Says what an administrator must have.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoAdmin(this IServiceCollection services, Action<AuthorizationPolicyBuilder> who)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(who);
        services.AddAuthorizationBuilder().AddPolicy(AttestoAdminPolicy, policy => Demand(policy, who));
        services.TryAddScoped(static provider => new AdminClients(ManagedClients.Of(provider), provider.GetRequiredService<TimeProvider>()));
        services.TryAddScoped(static provider => new AdminScopes(ManagedCatalog<ScopeEntry, HostScope>.Of(provider)));
        services.TryAddScoped(static provider => new AdminApis(ManagedCatalog<ApiEntry, HostApi>.Of(provider)));
        services.TryAddScoped(static provider => new AdminPeople(
            provider.GetRequiredService<IGrantStore>(),
            ManagedGrants.Of(provider),
            provider.GetService<IServerSideSessionStore>(),
            provider.GetService<IConsentStore>()));
        services.TryAddScoped(static provider => new AdminKeys(ManagedKeys.Of(provider), provider.GetService<IKeyRotation>() is not null));
        services.TryAddSingleton<RecentEvents>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventSink, RecentEvents>(static provider => provider.GetRequiredService<RecentEvents>()));
        services.TryAddScoped(static provider => new AdminEvents(
            provider.GetService<IEventStore>() ?? provider.GetRequiredService<RecentEvents>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>().Value.Subjects,
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    // A policy that demands nothing would let everybody in.
    private static void Demand(AuthorizationPolicyBuilder policy, Action<AuthorizationPolicyBuilder> who)
    {
        who(policy);
        if (policy.Requirements.Count == 0)
        {
            policy.RequireAssertion(static _ => false);
        }

        policy.RequireAuthenticatedUser();
    }
}
