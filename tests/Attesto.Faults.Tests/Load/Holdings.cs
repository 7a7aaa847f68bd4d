using System.Collections.Concurrent;

namespace Attesto.Faults;

/// <summary>What honest clients hold at the end: every token must still be good.</summary>
internal sealed class Holdings(Cluster cluster)
{
    private readonly ConcurrentQueue<string> _refreshTokens = new();

    public int Count => _refreshTokens.Count;

    public void Keep(string refreshToken) => _refreshTokens.Enqueue(refreshToken);

    public async Task AuditAsync()
    {
        foreach (var token in _refreshTokens)
        {
            if (await cluster.Clients.RefreshAsync(token) is { IsGranted: false } refused)
            {
                cluster.Tally.LostAcknowledgements.Enqueue($"a refresh token that was held until the end: {refused.Status} {refused.Text}");
            }
        }
    }
}
