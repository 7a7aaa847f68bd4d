using System.Text.Json.Nodes;

namespace Attesto.Registration;

/// <summary>Writes the client information response (RFC 7591 §3.2.1, RFC 7592 §3).</summary>
internal static class ClientInformation
{
    /// <summary>Everything that is registered, and the credentials that the client is told.</summary>
    /// <param name="client">The registration.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="credentials">What is known in clear only now.</param>
    /// <param name="urls">Where the configuration endpoint stands.</param>
    /// <returns>A new object.</returns>
    public static JsonObject Write(RegisteredClient client, ClientMetadata metadata, ClientCredentials credentials, EndpointUrls urls)
    {
        var json = metadata.ToJson();
        json[MetadataNames.TokenEndpointAuthMethod] ??= AuthenticationMethods.ClientSecretBasic; // RFC 7591 §2; both secret methods are good then
        json[Parameters.ClientId] = client.ClientId;
        json[MetadataNames.ClientIdIssuedAt] = client.IssuedAt.ToUnixTimeSeconds();
        json[MetadataNames.RegistrationAccessToken] = credentials.RegistrationAccessToken;
        json[MetadataNames.RegistrationClientUri] = $"{urls.UrlOf(OAuthEndpoint.Registration)}/{client.ClientId}";
        if (credentials.Secret is { } secret)
        {
            json[Parameters.ClientSecret] = secret;
        }

        if (client.SecretHash is not null)
        {
            json[MetadataNames.ClientSecretExpiresAt] = client.SecretExpiresAt?.ToUnixTimeSeconds() ?? 0;
        }

        return json;
    }
}

/// <summary>What a client holds in clear and this server only as a hash.</summary>
/// <param name="RegistrationAccessToken">The registration access token.</param>
/// <param name="Secret">The secret, if it was made just now.</param>
internal sealed record ClientCredentials(string RegistrationAccessToken, string? Secret)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ClientCredentials);

    /// <summary>True if clients of this method hold a secret.</summary>
    public static bool NeedSecret(ClientMetadata metadata) =>
        metadata.TokenEndpointAuthMethod is null or AuthenticationMethods.ClientSecretBasic or AuthenticationMethods.ClientSecretPost;
}
