using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class RevokedAccessTokenRow
{
    public TokenHash Hash { get; set; }

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<RevokedAccessTokenRow>(tables.Of("revoked_access_tokens"), row => row.Hash).AddIndex(row => row.ExpiresAt);
}
