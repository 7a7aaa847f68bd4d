using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class ReplayRow
{
    public TokenHash Hash { get; set; }

    public DateTime ExpiresAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<ReplayRow>(tables.Of("replays"), row => row.Hash).AddIndex(row => row.ExpiresAt);
}
