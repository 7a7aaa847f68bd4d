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

    public DateTime? SpentAt { get; set; }

    /// <summary>True if a grant came of it.</summary>
    public bool IsRedeemed { get; set; }

    /// <summary>When the row may be swept. It is indexed, so nothing moves it.</summary>
    public DateTime KeepUntil { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<AuthorizationCodeRow>(tables.Of("authorization_codes"), row => row.Hash);
        row.AddIndex(row => row.Subject);
        row.AddIndex(row => row.ClientKey);
        row.AddIndex(row => row.SessionKey);
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
            KeepUntil = code.KeepUntil.UtcDateTime,
        };
        row.Set(code.Authorization);
        return row;
    }

    public StoredCode ToStoredCode() =>
        new(ToCode(), IsRedeemed ? CodeState.Redeemed : SpentAt is not null ? CodeState.Spent : CodeState.Issued);

    private AuthorizationCode ToCode() => new()
    {
        Hash = Hash,
        Authorization = ToAuthorization(),
        RedirectUri = RedirectUri,
        Challenge = ToChallenge(),
        DpopJkt = DpopJkt,
        Nonce = Nonce,
        ExpiresAt = new DateTimeOffset(ExpiresAt),
        KeepUntil = new DateTimeOffset(KeepUntil),
    };

    // A challenge that no longer parses must not read as "none": that would exempt the code from PKCE.
    private CodeChallenge? ToChallenge() =>
        Challenge is null ? null :
        CodeChallenge.TryParse(Challenge, out var challenge) ? challenge :
        throw new InvalidDataException($"The authorization code {Hash.Value[..8]}… holds no S256 challenge.");
}
