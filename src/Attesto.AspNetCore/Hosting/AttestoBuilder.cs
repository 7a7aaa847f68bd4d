using System.Text.Json.Nodes;
using Attesto.Catalog;
using Attesto.Keys;
using Attesto.Registration;
using Attesto.Scopes;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Registers the host's decisions. A class is registered unless one is there already; a delegate always wins over a class.</summary>
/// <param name="services">The host's services.</param>
public sealed class AttestoBuilder(IServiceCollection services)
{
    /// <summary>The host's services.</summary>
    public IServiceCollection Services => services;

    /// <summary>In Development, an issuer and an audience that are not configured are where the host listens, with https if it does. Elsewhere the start demands them.</summary>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseHostAddressInDevelopment()
    {
        if (!services.Any(service => service.ServiceType == typeof(DevelopmentIssuer)))
        {
            services.AddSingleton<DevelopmentIssuer>();
            services.AddSingleton<IPostConfigureOptions<AttestoOptions>>(provider => provider.GetRequiredService<DevelopmentIssuer>());
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DevelopmentIssuer>());
        }

        return this;
    }

    /// <summary>Who are the host's own clients? Those that register themselves or publish a metadata document are looked up besides.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddClientStore<T>()
        where T : class, IClientStore
    {
        services.AddAttestoClientStore<T>();
        return this;
    }

    /// <summary>Which scopes and APIs are there beside those of the options? Every node sees a change within a second.</summary>
    /// <typeparam name="T">Where they are kept: <c>EfCatalogStore&lt;TContext&gt;</c>, or a class of the host's own.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddCatalogStore<T>()
        where T : class, ICatalogStore
    {
        services.AddAttestoCatalog<T>();
        return this;
    }

    /// <summary>Is this the secret of that client? Without it the hashes in <see cref="Client.Secrets"/> say so; for secrets that people choose.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddClientSecretVerifier<T>()
        where T : class, IClientSecretVerifier => Add<IClientSecretVerifier, T>();

    /// <summary>Who are tokens about?</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddPrincipalPolicy<T>()
        where T : class, IPrincipalPolicy => Add<IPrincipalPolicy, T>();

    /// <summary>Which scope is granted? Without this policy none is.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddScopePolicy<T>()
        where T : class, IScopePolicy => Add<IScopePolicy, T>();

    /// <summary>Who is at the browser?</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddSignInPolicy<T>()
        where T : class, ISignInPolicy => Add<ISignInPolicy, T>();

    /// <summary>Does the person agree? Without this policy nobody does.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddConsentPolicy<T>()
        where T : class, IConsentPolicy => Add<IConsentPolicy, T>();

    /// <summary>May a token be exchanged for one that another API takes? Without this policy an exchange only narrows.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddTokenExchangePolicy<T>()
        where T : class, ITokenExchangePolicy => Add<ITokenExchangePolicy, T>();

    /// <summary>Who may introspect which token? Without this policy a client learns about its own tokens only.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddIntrospectionPolicy<T>()
        where T : class, IIntrospectionPolicy => Add<IIntrospectionPolicy, T>();

    /// <summary>Whom is an identity assertion about? Needed where the JWT bearer grant is switched on.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddAssertionSubjectPolicy<T>()
        where T : class, IAssertionSubjectPolicy => Add<IAssertionSubjectPolicy, T>();

    /// <summary>How does a session end? Needed where logout is switched on.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddLogoutPolicy<T>()
        where T : class, ILogoutPolicy => Add<ILogoutPolicy, T>();

    /// <summary>Keeps the sessions of a cookie scheme on the server as well, in the store that the host has chosen: signing out ends a session for every copy
    /// of its cookie, and <see cref="IServerSideSessionStore"/> ends it from elsewhere. It costs a read for each request that brings the cookie.</summary>
    /// <param name="authenticationScheme">The scheme, such as <c>Identity.Application</c>. Its principals have a <c>sub</c> or a name identifier, and where
    /// clients are told of sign-outs a <c>sid</c>, which may also stand among the properties of the ticket.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddServerSideSessions(string authenticationScheme)
    {
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>>(new ServerSideSessions(authenticationScheme));
        return this;
    }

    /// <summary>What do the server's pages look like?</summary>
    /// <typeparam name="T">The host's class; one instance serves every request.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddPages<T>()
        where T : class, IPages
    {
        services.Replace(ServiceDescriptor.Singleton<IPages, T>());
        return this;
    }

    /// <summary>What is told about a person?</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddClaimsPolicy<T>()
        where T : class, IClaimsPolicy => Add<IClaimsPolicy, T>();

    /// <summary>Does an authorization come with a refresh token? Without this policy none does.</summary>
    /// <typeparam name="T">The host's class.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddRefreshTokenPolicy<T>()
        where T : class, IRefreshTokenPolicy => Add<IRefreshTokenPolicy, T>();

    /// <summary>Where do events go? Several sinks may stand side by side.</summary>
    /// <typeparam name="T">The host's class; it may use scoped services such as a database context.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddEventSink<T>()
        where T : class, IEventSink
    {
        services.TryAddEnumerable(ServiceDescriptor.Scoped<IEventSink, T>());
        return this;
    }

    /// <summary>Which keys sign and verify?</summary>
    /// <typeparam name="T">The host's class; one instance serves every request.</typeparam>
    /// <returns>This builder.</returns>
    public AttestoBuilder AddKeystore<T>()
        where T : class, IKeystore
    {
        if (services.LacksAttesto(typeof(IKeystore)))
        {
            services.TryAddSingleton<T>();
            services.AddAttestoKeystore(static provider => provider.GetRequiredService<T>());
        }

        return this;
    }

    /// <summary>Which keys sign and verify?</summary>
    /// <param name="keystore">Makes the keystore, once.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseKeystore(Func<IServiceProvider, IKeystore> keystore)
    {
        services.AddAttestoKeystore(keystore);
        return this;
    }

    /// <summary>Finds clients by a delegate, which wins over a class.</summary>
    /// <param name="find">From a <c>client_id</c> to the client, or null.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseClients(Func<string, CancellationToken, ValueTask<Client?>> find)
    {
        services.AddAttestoClientStore(_ => new ClientDelegate(find));
        return this;
    }

    /// <summary>Finds principals by a delegate, which wins over a class.</summary>
    /// <param name="find">From whom a token is about to how it says so, or null.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UsePrincipals(Func<PrincipalContext, CancellationToken, ValueTask<Principal?>> find) => Use<IPrincipalPolicy>(new PrincipalDelegate(find));

    /// <summary>Grants scope by a delegate, which wins over a class.</summary>
    /// <param name="grant">From what is asked to what is granted.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseScopes(Func<ScopeContext, CancellationToken, ValueTask<Result<ScopeSet>>> grant) => Use<IScopePolicy>(new ScopeDelegate(grant));

    /// <summary>Signs people in by a delegate, which wins over a class.</summary>
    /// <param name="signIn">From the browser's request to who is there.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseSignIn(Func<HttpContext, SignInRequest, CancellationToken, ValueTask<SignInOutcome>> signIn) => Use<ISignInPolicy>(new SignInDelegate(signIn));

    /// <summary>Ends sessions by a delegate, which wins over a class.</summary>
    /// <param name="terminate">From the browser's request to what came of it.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseLogout(Func<HttpContext, EndSessionRequest, CancellationToken, ValueTask<TerminationOutcome>> terminate) =>
        Use<ILogoutPolicy>(new LogoutDelegate(terminate));

    /// <summary>Asks for consent by a delegate, which wins over a class.</summary>
    /// <param name="consent">From the browser's request to what the person agrees to.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseConsent(Func<HttpContext, ConsentRequest, CancellationToken, ValueTask<ConsentOutcome>> consent) => Use<IConsentPolicy>(new ConsentDelegate(consent));

    /// <summary>Answers UserInfo by a delegate, which wins over a class. ID tokens get no more claims.</summary>
    /// <param name="userInfo">From about whom and for whom to the claims.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseUserInfo(Func<ClaimsContext, CancellationToken, ValueTask<JsonObject?>> userInfo) => Use<IClaimsPolicy>(new ClaimsDelegate(userInfo));

    /// <summary>Decides about refresh tokens by a delegate, which wins over a class.</summary>
    /// <param name="issues">From client and authorization to true for a refresh token.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseRefreshTokens(Func<RefreshTokenContext, CancellationToken, ValueTask<bool>> issues) => Use<IRefreshTokenPolicy>(new RefreshTokenDelegate(issues));

    /// <summary>Takes events by a delegate, beside the sinks that are classes.</summary>
    /// <param name="publish">Takes one event.</param>
    /// <returns>This builder.</returns>
    public AttestoBuilder UseEvents(Func<ServerEvent, CancellationToken, ValueTask> publish)
    {
        services.AddSingleton<IEventSink>(new EventDelegate(publish));
        return this;
    }

    private AttestoBuilder Use<TPolicy>(TPolicy policy)
        where TPolicy : class
    {
        services.Replace(ServiceDescriptor.Singleton(policy));
        return this;
    }

    private AttestoBuilder Add<TPolicy, T>()
        where TPolicy : class
        where T : class, TPolicy
    {
        // Only the product's own stand-in gives way to the host's class; whatever the host registered before stays.
        var present = services.LastOrDefault(service => service.ServiceType == typeof(TPolicy));
        if (present?.ImplementationType?.Assembly == typeof(MissingScopePolicy).Assembly || services.LacksAttesto(typeof(TPolicy)))
        {
            services.Replace(ServiceDescriptor.Scoped<TPolicy, T>());
        }

        return this;
    }
}
