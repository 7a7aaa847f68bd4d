using System.Globalization;

namespace Attesto.Faults;

/// <summary>What the tables say, also about grants whose answer nobody got.</summary>
internal static class DatabaseAudit
{
    /// <summary>Families that began twice: a code or device code was spent twice.</summary>
    private const string FamiliesWithTwoRoots =
        """
        SELECT count(*) FROM (
            SELECT family_hash FROM refresh_tokens AS token
            WHERE NOT EXISTS (SELECT 1 FROM refresh_tokens AS parent WHERE parent.successor_hash = token.hash)
            GROUP BY family_hash HAVING count(*) > 1) AS families
        """;

    /// <summary>A token that was spent for a successor which is not there.</summary>
    private const string LostSuccessors =
        """
        SELECT count(*) FROM refresh_tokens AS token
        WHERE rotated_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM refresh_tokens AS successor WHERE successor.hash = token.successor_hash)
        """;

    public static async Task RunAsync(Cluster cluster)
    {
        if (await CountAsync(cluster, FamiliesWithTwoRoots) is > 0 and var twice)
        {
            cluster.Tally.DoubleSpends.Enqueue($"{twice} families began twice");
        }

        if (await CountAsync(cluster, LostSuccessors) is > 0 and var lost)
        {
            cluster.Tally.LostAcknowledgements.Enqueue($"{lost} rotations without a successor");
        }
    }

    private static async Task<int> CountAsync(Cluster cluster, string sql) =>
        int.Parse(await cluster.Database.ExecuteAsync(Cluster.DatabaseName, sql), CultureInfo.InvariantCulture);
}
