using Attesto.Clients;
using Attesto.Events;
using Attesto.Keys;
using Attesto.Policies;
using Attesto.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto.AspNetCore;

/// <summary>Registers the host's decisions. A class is registered unless one is there already; a delegate always wins over a class.</summary>
/// <param name="services">The host's services.</param>
public sealed class AttestoBuilder(IServiceCollection services)
{
    /// <summary>The host's services.</summary>
    public IServiceCollection Services => services;

    /// <summary>Who are the host's own clients? Those that register themselves or publish a metadata document are looked up besides.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddClientStore<T>()
        where T : class, IClientStore
    {
        services.AddAttestoClientStore<T>();
        return this;
    }

    /// <summary>Who are tokens about?</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddPrincipalPolicy<T>()
        where T : class, IPrincipalPolicy => Add<IPrincipalPolicy, T>();

    /// <summary>Which scope is granted?</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddScopePolicy<T>()
        where T : class, IScopePolicy => Add<IScopePolicy, T>();

    /// <summary>Who is at the browser?</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddSignInPolicy<T>()
        where T : class, ISignInPolicy => Add<ISignInPolicy, T>();

    /// <summary>Does the person agree?</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddConsentPolicy<T>()
        where T : class, IConsentPolicy => Add<IConsentPolicy, T>();

    /// <summary>What is told about a person?</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddClaimsPolicy<T>()
        where T : class, IClaimsPolicy => Add<IClaimsPolicy, T>();

    /// <summary>Does an authorization come with a refresh token?</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddRefreshTokenPolicy<T>()
        where T : class, IRefreshTokenPolicy => Add<IRefreshTokenPolicy, T>();

    /// <summary>Where do events go? Several sinks may stand side by side.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddEventSink<T>()
        where T : class, IEventSink
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventSink, T>());
        return this;
    }

    /// <summary>Which keys sign and verify?</summary>
    /// <typeparam name="T">The host's class; one instance serves every request.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddKeystore<T>()
        where T : class, IKeystore
    {
        services.TryAddSingleton<IKeystore, T>();
        return this;
    }

    private AttestoBuilder Add<TPolicy, T>()
        where TPolicy : class
        where T : class, TPolicy
    {
        services.TryAddScoped<TPolicy, T>();
        return this;
    }
}
