namespace Attesto.Clients;

/// <summary>Who a request claims to come from, and what it presents as proof (RFC 6749 §2.3).</summary>
internal sealed record PresentedClient
{
    private PresentedClient(OAuthRequest request, PresentedCredential credential, string? clientId) =>
        (Request, Credential, ClientId) = (request, credential, clientId);

    /// <summary>The request itself, for its certificate and URL.</summary>
    public OAuthRequest Request { get; }

    /// <summary>What kind of proof is presented, and where.</summary>
    public PresentedCredential Credential { get; }

    /// <summary>The claimed <c>client_id</c>, or null.</summary>
    public string? ClientId { get; }

    /// <summary>The secret, for the two kinds that have one; never empty.</summary>
    public string? Secret { get; private init; }

    /// <summary>The <c>client_id</c> of a Basic header as sent, where it was perhaps not encoded (RFC 6749 §2.3.1); else null.</summary>
    internal string? PlainClientId { get; private init; }

    /// <summary>The secret of a Basic header as sent, where it was perhaps not encoded; else null.</summary>
    internal string? PlainSecret { get; private init; }

    /// <summary>The <c>client_assertion</c> (RFC 7521 §4.2), for the kind that has one.</summary>
    public string? Assertion { get; private init; }

    /// <summary>Finds out which proof a request presents. Two at once are refused (RFC 6749 §2.3).</summary>
    /// <param name="request">The request.</param>
    /// <returns>What it presents; <c>invalid_request</c> for two methods, <c>invalid_client</c> for none that is known.</returns>
    internal static Result<PresentedClient> Read(OAuthRequest request)
    {
        var body = request.Parameters;
        if (body[Parameters.ClientAssertion] is { } assertion)
        {
            return request.Authorization.IsEmpty && body[Parameters.ClientSecret] is null
                ? new PresentedClient(request, PresentedCredential.Assertion, body[Parameters.ClientId] ?? ClientAssertion.ReadIssuer(assertion)) { Assertion = assertion }
                : ClientAuthenticationError.SeveralMethods;
        }

        return request.Authorization switch
        {
            [] => ReadBody(request),
            [var header] => ReadHeader(request, header),
            _ => ClientAuthenticationError.Failed(ClientFault.UnusableHeader),
        };
    }

    private static Result<PresentedClient> ReadBody(OAuthRequest request)
    {
        var secret = request.Parameters[Parameters.ClientSecret];
        return request.Parameters[Parameters.ClientId] is { } clientId
            ? new PresentedClient(request, secret is null ? PresentedCredential.None : PresentedCredential.Body, clientId) { Secret = secret }
            : ClientAuthenticationError.Failed(ClientFault.NothingPresented);
    }

    private static Result<PresentedClient> ReadHeader(OAuthRequest request, string header)
    {
        if (!BasicCredentials.TryParse(header, out var basic))
        {
            return ClientAuthenticationError.Failed(ClientFault.UnusableHeader);
        }

        if (request.Parameters[Parameters.ClientSecret] is not null)
        {
            return ClientAuthenticationError.SeveralMethods;
        }

        if (request.Parameters[Parameters.ClientId] is { } clientId && clientId != basic.ClientId && clientId != basic.PlainClientId)
        {
            return OAuthError.InvalidRequest("client_id differs between header and body");
        }

        // An empty secret is no credential: two widely used clients send "client_id:" for a public client.
        return basic.Secret.Length == 0
            ? new PresentedClient(request, PresentedCredential.None, basic.ClientId) { PlainClientId = basic.PlainClientId }
            : new PresentedClient(request, PresentedCredential.Basic, basic.ClientId)
            {
                Secret = basic.Secret,
                PlainClientId = basic.PlainClientId,
                PlainSecret = basic.PlainSecret,
            };
    }
}

/// <summary>The kinds of proof that a request can present.</summary>
internal enum PresentedCredential
{
    /// <summary>The <c>client_id</c> alone; a certificate may stand beside it.</summary>
    None,

    /// <summary>A secret in an <c>Authorization: Basic</c> header.</summary>
    Basic,

    /// <summary>A secret in the body.</summary>
    Body,

    /// <summary>A <c>client_assertion</c>.</summary>
    Assertion,
}
