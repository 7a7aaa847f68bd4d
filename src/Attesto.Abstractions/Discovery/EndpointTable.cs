using System.Collections.Immutable;

namespace Attesto;

/// <summary>The endpoints of this server, one row each, in the order of <see cref="OAuthEndpoint"/>.</summary>
internal static class EndpointTable
{
    private static readonly ImmutableArray<EndpointRoute> Get = [new("", ["GET", "HEAD"])];
    private static readonly ImmutableArray<EndpointRoute> Post = [new("", ["POST"])];
    private static readonly ImmutableArray<EndpointRoute> GetAndPost = [new("", ["GET", "HEAD", "POST"])];

    public static ImmutableArray<EndpointDefinition> Rows { get; } =
    [
        new(OAuthEndpoint.AuthorizationServerMetadata, RouteClass.Metadata, WellKnown.AuthorizationServer)
        {
            Place = EndpointPlace.BeforeIssuerPath,
            Routes = Get,
            Readers = EndpointReaders.Everybody,
        },
        new(OAuthEndpoint.OpenIdConfiguration, RouteClass.Metadata, WellKnown.OpenIdConfiguration)
        {
            Place = EndpointPlace.AfterIssuerPath,
            Routes = Get,
            Readers = EndpointReaders.Everybody,
        },
        new(OAuthEndpoint.Jwks, RouteClass.Metadata, WellKnown.Jwks)
        {
            Place = EndpointPlace.AfterIssuerPath,
            Routes = Get,
            Readers = EndpointReaders.Everybody,
            Member = "jwks_uri",
        },
        new(OAuthEndpoint.ProtectedResourceMetadata, RouteClass.Metadata, WellKnown.ProtectedResource)
        {
            Place = EndpointPlace.AtRoot,
            Routes = [new("/{**resource}", ["GET", "HEAD"])],
            Readers = EndpointReaders.Everybody,
        },
        new(OAuthEndpoint.Authorization, RouteClass.Interactive, "/authorize") { Routes = GetAndPost, Member = "authorization_endpoint" },
        new(OAuthEndpoint.Token, RouteClass.Protocol, "/token")
        {
            Routes = Post,
            Readers = EndpointReaders.ItsClient,
            Member = "token_endpoint",
            AuthenticatesClients = true,
            TakesCertificates = true,
        },
        new(OAuthEndpoint.PushedAuthorization, RouteClass.Protocol, "/par")
        {
            Routes = Post,
            Readers = EndpointReaders.ItsClient,
            Member = "pushed_authorization_request_endpoint",
            AuthenticatesClients = true,
            TakesCertificates = true,
        },
        new(OAuthEndpoint.Revocation, RouteClass.Protocol, "/revoke")
        {
            Routes = Post,
            Readers = EndpointReaders.ItsClient,
            Member = "revocation_endpoint",
            AuthenticatesClients = true,
            TakesCertificates = true,
        },
        new(OAuthEndpoint.Introspection, RouteClass.Protocol, "/introspect")
        {
            Routes = Post, // a resource server asks, never a page
            Member = "introspection_endpoint",
            AuthenticatesClients = true,
            TakesCertificates = true,
        },
        new(OAuthEndpoint.UserInfo, RouteClass.Protocol, "/userinfo")
        {
            Routes = GetAndPost,
            Readers = EndpointReaders.ItsClient,
            Member = "userinfo_endpoint",
            IsOpenIdMember = true,
            TakesCertificates = true,
        },
        new(OAuthEndpoint.Registration, RouteClass.Protocol, "/register")
        {
            Routes = [new("", ["POST"]), new("/{clientId}", ["GET", "HEAD", "PUT", "DELETE"])], // RFC 7591 §3, RFC 7592 §2
            Readers = EndpointReaders.ItsClient,
            IsServed = static options => options.Registration.Enabled,
            Member = "registration_endpoint",
        },
        new(OAuthEndpoint.DeviceAuthorization, RouteClass.Protocol, "/device_authorization")
        {
            Routes = Post,
            Readers = EndpointReaders.ItsClient,
            IsServed = static options => options.Device.Enabled,
            Member = "device_authorization_endpoint",
            AuthenticatesClients = true,
            TakesCertificates = true,
        },
        new(OAuthEndpoint.DeviceVerification, RouteClass.Interactive, "/device_verification")
        {
            Routes = GetAndPost,
            IsServed = static options => options.Device.Enabled,
        },
        new(OAuthEndpoint.EndSession, RouteClass.Interactive, "/end_session")
        {
            Routes = GetAndPost,
            IsServed = static options => options.Logout.Enabled,
            Member = "end_session_endpoint",
        },
    ];

    /// <summary>The row of an endpoint.</summary>
    public static EndpointDefinition Of(OAuthEndpoint endpoint) => Rows[(int)endpoint];

    /// <summary>The rows that this configuration serves.</summary>
    public static IEnumerable<EndpointDefinition> ServedBy(AttestoOptions options) => Rows.Where(row => row.IsServed(options));
}
