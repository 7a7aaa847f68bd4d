using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class AuthorizationCodeRow : AuthorizationColumns
{
    public TokenHash Hash { get; set; }

    public string RedirectUri { get; set; } = "";

    [MaxLength(Lengths.Identifier)]
    public string? Challenge { get; set; }

    [MaxLength(Lengths.Identifier)]
    public string? DpopJkt { get; set; }

    public string? Nonce { get; set; }

    public DateTime ExpiresAt { get; set; }

    public DateTime? ClaimedAt { get; set; }

    public DateTime? RedeemedAt { get; set; }

    [MaxLength(Lengths.Identifier)]
    public string? AccessTokenId { get; set; }

    public DateTime? AccessTokenExpiresAt { get; set; }

    /// <summary>When the row may be swept: not before the code and the access token that came of it have both expired.</summary>
    public DateTime KeepUntil { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<AuthorizationCodeRow>(tables.Of("authorization_codes"), row => row.Hash);
        row.AddIndex(row => row.Subject);
        row.AddIndex(row => row.KeepUntil);
    }

    public static AuthorizationCodeRow From(AuthorizationCode code)
    {
        var row = new AuthorizationCodeRow
        {
            Hash = code.Hash,
            RedirectUri = code.RedirectUri,
            Challenge = code.Challenge?.Value,
            DpopJkt = code.DpopJkt,
            Nonce = code.Nonce,
            ExpiresAt = code.ExpiresAt.UtcDateTime,
            KeepUntil = code.ExpiresAt.UtcDateTime,
        };
        row.Set(code.Authorization);
        return row;
    }

    public StoredCode ToStoredCode() =>
        new(ToCode(), RedeemedAt is not null ? CodeState.Redeemed : ClaimedAt is not null ? CodeState.Claimed : CodeState.Issued)
        {
            AccessTokenId = AccessTokenId,
            AccessTokenExpiresAt = ToInstant(AccessTokenExpiresAt),
        };

    private AuthorizationCode ToCode() => new()
    {
        Hash = Hash,
        Authorization = ToAuthorization(),
        RedirectUri = RedirectUri,
        Challenge = ToChallenge(),
        DpopJkt = DpopJkt,
        Nonce = Nonce,
        ExpiresAt = new DateTimeOffset(ExpiresAt),
    };

    // A challenge that no longer parses must not read as "none": that would exempt the code from PKCE.
    private CodeChallenge? ToChallenge() =>
        Challenge is null ? null :
        CodeChallenge.TryParse(Challenge, out var challenge) ? challenge :
        throw new InvalidDataException($"The authorization code {Hash.Value[..8]}… holds no S256 challenge.");
}
