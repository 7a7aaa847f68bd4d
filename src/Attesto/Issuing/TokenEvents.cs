using System.Collections.Immutable;
using Attesto.Clients;
using Attesto.Events;
using Attesto.SenderConstraints;

namespace Attesto.Issuing;

/// <summary>The events of the token endpoint.</summary>
internal static class TokenEvents
{
    public static ServerEvent Of(EventName name, ApprovedIssuance approved)
    {
        var constraint = approved.Request.Constraint;
        return new ServerEvent(name)
        {
            Subject = approved.Principal.Subject,
            ClientId = approved.Request.Client.Id,
            Scope = approved.Scope.ToString(),
            GrantType = approved.Issuance.GrantType,
            Metadata = ImmutableDictionary.CreateRange<string, object?>(
            [
                new("client_ip", approved.Request.ClientIp),
                new("token_type", constraint.TokenType),
                new("sender_constraint", NameOf(constraint)),
                new("cnf", ConfirmationOf(constraint)),
            ]),
        };
    }

    public static ServerEvent ReuseDetected(TokenRequest request) => new(EventName.RefreshReuseDetected)
    {
        ClientId = request.Client.Id,
        GrantType = request[Parameters.GrantType],
        Metadata = ImmutableDictionary<string, object?>.Empty.Add("client_ip", request.ClientIp),
    };

    public static ServerEvent Denied(OAuthRequest request, OAuthError error, AttestoOptions options)
    {
        var clientId = EventText.EchoClientId(ClientIdOf(request));
        var attempted = options.Dpop.Enabled && !request.Dpop.IsEmpty ? "dpop"
            : options.Mtls.Enabled && request.ClientCertificate is not null ? "mtls"
            : "none";
        KeyValuePair<string, object?>[] metadata =
        [
            new("client_ip", request.ClientIp),
            new(Parameters.ClientId, clientId),
            new("reason", error.Fault?.ToString()),
            new("error", error.Code),
            new(Parameters.ErrorDescription, EventText.Echo(error.Description)),
            new(RefusalCures.Member, RefusalCures.Of(error)),
            new("http_status", error.Status),
            new("token_type", attempted is "dpop" ? "DPoP" : "Bearer"),
            new("sender_constraint", attempted),
        ];
        return new ServerEvent(EventName.TokenDenied)
        {
            ClientId = clientId,
            Scope = EventText.Echo(request.Parameters[Parameters.Scope]),
            GrantType = EventText.Echo(request.Parameters[Parameters.GrantType]),
            Result = error.Code,
            Metadata = ImmutableDictionary.CreateRange(metadata.Where(member => member.Value is not null)).Add("cnf", null),
        };
    }

    private static string? ClientIdOf(OAuthRequest request) =>
        PresentedClient.Read(request).TryGet(out var presented, out _) ? presented.ClientId : request.Parameters[Parameters.ClientId];

    private static string NameOf(SenderConstraint constraint) => constraint switch
    {
        SenderConstraint.Dpop => "dpop",
        SenderConstraint.Mtls => "mtls",
        _ => "none",
    };

    private static ImmutableDictionary<string, object?>? ConfirmationOf(SenderConstraint constraint) => constraint switch
    {
        SenderConstraint.Dpop dpop => ImmutableDictionary<string, object?>.Empty.Add("jkt", dpop.Jkt),
        SenderConstraint.Mtls mtls => ImmutableDictionary<string, object?>.Empty.Add("x5t#S256", mtls.Thumbprint),
        _ => null,
    };
}
