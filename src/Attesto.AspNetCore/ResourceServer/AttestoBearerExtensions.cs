using Attesto;
using Attesto.AspNetCore;
using Attesto.Issuing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Protects an API by access tokens of an Attesto server.</summary>
public static class AttestoBearerExtensions
{
    /// <summary>Protects an API in the same process as the server.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="configure">Sets what differs from the server's own options.</param>
    /// <param name="scheme">The scheme's name; another one for each further resource of the same host.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddAttestoBearer(
        this AuthenticationBuilder builder, Action<AttestoBearerOptions>? configure = null, string scheme = AttestoBearerDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddResourceServer(builder.Services);
        return builder.AddScheme<AttestoBearerOptions, BearerAuthentication>(scheme, configure);
    }

    /// <summary>Protects an API that knows only the issuer's URL: keys are fetched from there, cached, and refreshed when an unknown one appears.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="issuer">The issuer identifier, byte for byte as the server has it.</param>
    /// <param name="audience">The resource identifier of this API: what its tokens name in <c>aud</c>.</param>
    /// <param name="configureServer">Sets what an API shares with a server: <c>TrustedProxies</c>, <c>Dpop</c>, <c>Mtls</c>, <c>ProtectedResource</c>.</param>
    /// <param name="configure">Sets what is the scheme's own.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddAttestoBearer(
        this AuthenticationBuilder builder,
        string issuer,
        string audience,
        Action<AttestoOptions>? configureServer = null,
        Action<AttestoBearerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<AttestoOptions>()
            .Configure(options => (options.Issuer, options.Audience) = (issuer, audience))
            .Configure(configureServer ?? (static _ => { }))
            .Validate(IssuerKeys.IsIssuer, "AddAttestoBearer: the issuer must be an https URL without query or fragment; http only on loopback.")
            .Validate(static options => Uri.IsWellFormedUriString(options.Audience, UriKind.Absolute), "AddAttestoBearer: the audience must be an absolute URL.")
            .ValidateOnStart();
        builder.Services.AddHttpClient(IssuerKeys.ClientName);
        builder.Services.TryAddSingleton<IVerificationKeySource, IssuerKeys>();
        return builder.AddAttestoBearer(configure);
    }

    private static void AddResourceServer(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddAuthorization();
        services.AddAttestoResourceProtocol();
        services.AddExchange();
        services.TryAddSingleton<ResourceTransport>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, TokenRequirementCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RouteDemandCheck>());
    }
}
