using System.Globalization;

namespace Attesto.Faults;

/// <summary>What the tables say, also about grants whose answer nobody got.</summary>
internal static class DatabaseAudit
{
    /// <summary>Grants whose code can still be spent: half of a redemption.</summary>
    private const string GrantsOfUnspentCodes =
        """
        SELECT (SELECT count(*) FROM authorization_codes AS code JOIN grants ON grants.grant_id = code.grant_id WHERE NOT code.is_redeemed)
            + (SELECT count(*) FROM device_codes AS code JOIN grants ON grants.grant_id = code.grant_id WHERE code.redeemed_at IS NULL)
        """;

    /// <summary>Grants that were rotated and do not know from what: half of a rotation.</summary>
    private const string HalfRotations =
        "SELECT count(*) FROM grants WHERE (generation > 1) <> (previous_hash IS NOT NULL AND rotated_at IS NOT NULL)";

    public static async Task RunAsync(Cluster cluster)
    {
        if (await CountAsync(cluster, GrantsOfUnspentCodes) is > 0 and var unspent)
        {
            cluster.Tally.DoubleSpends.Enqueue($"{unspent} grants of codes that were not spent");
        }

        if (await CountAsync(cluster, HalfRotations) is > 0 and var half)
        {
            cluster.Tally.LostAcknowledgements.Enqueue($"{half} rotations without a parent");
        }
    }

    private static async Task<int> CountAsync(Cluster cluster, string sql) =>
        int.Parse(await cluster.Database.ExecuteAsync(Cluster.DatabaseName, sql), CultureInfo.InvariantCulture);
}
