using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class DpopNonceRow
{
    public TokenHash Hash { get; set; }

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<DpopNonceRow>(tables.Of("dpop_nonces"), row => row.Hash).AddIndex(row => row.ExpiresAt);
}
