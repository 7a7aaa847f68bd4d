namespace Attesto;

/// <summary>A client that proved who it is. Only <c>ClientAuthenticator</c> can make one, so holding one is the proof (RFC 6749 §3.2.1).</summary>
public sealed class AuthenticatedClient
{
    internal AuthenticatedClient(Client client, string method) => (Client, Method) = (client, method);

    /// <summary>The client.</summary>
    public Client Client { get; }

    /// <summary>The <c>client_id</c>.</summary>
    public string Id => Client.Id;

    /// <summary>How it authenticated (RFC 7591 §2), such as <c>client_secret_basic</c>; <c>none</c> for a public client.</summary>
    public string Method { get; }
}
