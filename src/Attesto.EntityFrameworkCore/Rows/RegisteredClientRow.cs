using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class RegisteredClientRow : SearchedColumns
{
    public TokenHash Hash { get; set; }

    [MaxLength(Lengths.ClientId)]
    public string ClientId { get; set; } = "";

    public TokenHash RegistrationAccessTokenHash { get; set; }

    public string Metadata { get; set; } = "";

    public DateTime IssuedAt { get; set; }

    public TokenHash? SecretHash { get; set; }

    public DateTime? SecretExpiresAt { get; set; }

    public TokenHash? PreviousRegistrationAccessTokenHash { get; set; }

    public TokenHash? PreviousSecretHash { get; set; }

    public DateTime? PreviousSecretExpiresAt { get; set; }

    public DateTime? ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<RegisteredClientRow>(tables.Of("registered_clients"), row => row.Hash);
        row.AddIndex(row => row.ExpiresAt);
        Index(row);
    }

    public static RegisteredClientRow From(RegisteredClient client) => new()
    {
        Hash = TokenHash.Of(client.ClientId),
        IdKey = SearchKey.Of(client.ClientId, TokenHash.Of(client.ClientId)),
        NameKey = SearchKey.Of(ClientMetadata.Restore(client.Metadata)?.ClientName ?? "", TokenHash.Of(client.ClientId)),
        ClientId = client.ClientId,
        RegistrationAccessTokenHash = client.RegistrationAccessToken,
        Metadata = client.Metadata,
        IssuedAt = client.IssuedAt.UtcDateTime,
        SecretHash = client.SecretHash,
        SecretExpiresAt = client.SecretExpiresAt?.UtcDateTime,
        PreviousRegistrationAccessTokenHash = client.Previous?.RegistrationAccessToken,
        PreviousSecretHash = client.Previous?.SecretHash,
        PreviousSecretExpiresAt = client.Previous?.SecretExpiresAt?.UtcDateTime,
        ExpiresAt = client.ExpiresAt?.UtcDateTime,
    };

    public ListedClient ToListed()
    {
        var metadata = ClientMetadata.Restore(Metadata);
        var isPublic = metadata?.TokenEndpointAuthMethod is AuthenticationMethods.None;
        return new(ClientId, ClientOrigin.Registration, metadata?.ClientName, isPublic, IsRevoked: false, new DateTimeOffset(IssuedAt), null, Utc(ExpiresAt));
    }

    public RegisteredClient ToClient() => new()
    {
        ClientId = ClientId,
        RegistrationAccessToken = RegistrationAccessTokenHash,
        Metadata = Metadata,
        IssuedAt = new DateTimeOffset(IssuedAt),
        SecretHash = SecretHash,
        SecretExpiresAt = Utc(SecretExpiresAt),
        Previous = PreviousRegistrationAccessTokenHash is { } previous ? new(previous, PreviousSecretHash, Utc(PreviousSecretExpiresAt)) : null,
        ExpiresAt = Utc(ExpiresAt),
    };

    private static DateTimeOffset? Utc(DateTime? instant) => instant is { } known ? new DateTimeOffset(known) : null;
}
