using System.Collections.Immutable;
using Attesto.Discovery;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.ResourceServer;
using Attesto.Revocation;
using Attesto.SenderConstraints;
using Attesto.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>One scheme of <c>AddAttestoBearer</c>: an issuer, an audience, and what verifies the tokens of the one for the other.</summary>
internal sealed class BearerScheme
{
    private readonly AttestoBearerOptions _own;
    private readonly IOptions<AttestoOptions> _options;
    private readonly IVerificationKeySource? _issuerKeys;
    private readonly JwtProfiles _profiles;
    private readonly SignatureAlgorithms _algorithms;
    private readonly TimeProvider _clock;
    private readonly ImmutableArray<string> _audiences;

    public BearerScheme(AttestoBearerOptions own, AttestoOptions host, IServiceProvider services)
    {
        _own = own;
        _audiences = AudiencesOf(own, host);
        var isServer = services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IKeystore));
        _options = Options.Create(Merge(own, host, _audiences[0], isServer));
        _algorithms = services.GetRequiredService<SignatureAlgorithms>();
        _clock = services.GetRequiredService<TimeProvider>();
        _profiles = new JwtProfiles(_options, _algorithms);
        _issuerKeys = own.Issuer is { } issuer ? ActivatorUtilities.CreateInstance<IssuerKeys>(services, issuer) : null;
        Reader = new RequestReader(_options, services.GetServices<ICanonicalUrl>(), new KnownOrigins(_options.Value, isServer && own.Issuer is null));
        Metadata = new ProtectedResources(new EndpointUrls(_options), _profiles, _options);
    }

    public RequestReader Reader { get; }

    /// <summary>What is said of the resource to clients (RFC 9728).</summary>
    public ProtectedResources Metadata { get; }

    public static ImmutableArray<string> AudiencesOf(AttestoBearerOptions own, AttestoOptions host) => own is { Audience: null, Audiences.Count: 0 }
        ? host.Audience is { } audience ? [audience] : []
        : [.. own.Audiences.Prepend(own.Audience).OfType<string>()];

    /// <summary>What verifies a token of this scheme, for one request.</summary>
    public AccessTokenAuthenticator Open(IServiceProvider request) => new(
        new AccessTokenVerifier(_issuerKeys ?? request.GetRequiredService<IVerificationKeySource>(), _profiles, _algorithms, _options, _clock),
        new OnDemand<DpopProofVerifier>(request, MakeProofVerifier),
        _profiles,
        _options,
        new OnDemand<TokenRevocation>(request),
        new OnDemand<IReplayStore>(request));

    /// <summary>The resource as one request addresses it.</summary>
    public ProtectedResource ResourceOf(AccessTokenAuthenticator tokens, HttpContext http, string? scope)
    {
        var resource = tokens.OwnResource;
        return resource with
        {
            Audiences = _audiences,
            MetadataUrl = _own.MetadataUrl ?? resource.MetadataUrl,
            ExtractedToken = _own.TokenExtractor?.Invoke(http),
            Scope = scope,
            ChecksRevocation = _own is { CheckRevocation: true, Issuer: null }, // of another issuer's tokens this process knows nothing
        };
    }

    private DpopProofVerifier MakeProofVerifier(IServiceProvider request) => new(
        _options, _profiles, _algorithms, _clock, request.GetService<IDpopNonceStore>() is { } store ? new DpopNonces(store, _options, _clock) : null);

    private static AttestoOptions Merge(AttestoBearerOptions own, AttestoOptions host, string audience, bool isServer) => new()
    {
        Issuer = own.Issuer ?? host.Issuer,
        Audience = audience,
        Scopes = { Supported = own.ScopesSupported ?? host.Scopes.Supported },
        Resources = { Supported = [.. own.Audiences, .. host.Resources.Supported] },
        RequireHttps = own.RequireHttps ?? host.RequireHttps,
        Dpop = own.Dpop ?? host.Dpop,
        Mtls = own.Mtls ?? host.Mtls,
        ProtectedResource = own.ProtectedResource ?? host.ProtectedResource,
        Endpoints = { Overrides = host.Endpoints.Overrides },
        Profile = host.Profile,
        Tokens = { AccessTokenType = host.Tokens.AccessTokenType },
        Subjects =
        {
            PrincipalKindClaim = host.Subjects.PrincipalKindClaim,
            PrincipalKinds = isServer && own.Issuer is not null ? [] : host.Subjects.PrincipalKinds, // another issuer's kinds are its own
        },
    };
}
