using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Attesto.Tests.Shared;

/// <summary>The network between a node and PostgreSQL.</summary>
internal sealed partial class DatabaseLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _carried = [];
    private readonly int _database;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _open = new();

    /// <summary>Opens it.</summary>
    /// <param name="database">The port of the database.</param>
    public DatabaseLink(int database)
    {
        _database = database;
        _open.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the node finds the database.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>While true, a connection is reset where the answer to a change that stands would come.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>From now on nothing gets through, either way, and nobody is told.</summary>
    public void FallSilent() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets through what waits, and all that follows.</summary>
    public void Reopen() => _open.TrySetResult();

    /// <summary>Resets every connection; the next ones get through.</summary>
    public void Cut()
    {
        foreach (var node in _carried.Keys)
        {
            node.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Reopen();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException)
        {
            // Closed.
        }
    }

    private async Task CarryAsync(TcpClient node)
    {
        using var near = node;
        using var far = new TcpClient();
        near.NoDelay = far.NoDelay = true;
        near.LingerState = new LingerOption(enable: true, seconds: 0);
        _carried[near] = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _database, _end.Token);
            var traffic = new Traffic();
            await Task.WhenAny(CopyAsync(near, far, traffic.Asks), CopyAsync(far, near, answer => !(traffic.Settles(answer) && LosesAnswers)));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException)
        {
            // The database is away: the connection ends.
        }
        finally
        {
            _carried.TryRemove(near, out _);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, bool> passes)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var length)
            {
                await _open.Task;
                if (!passes(buffer.AsMemory(0, length)))
                {
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, length), _end.Token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // One side is gone, and so is the other.
        }
    }

    /// <summary>What was asked on one connection and not yet settled.</summary>
    private sealed partial class Traffic
    {
        private readonly HashSet<string> _prepared = new(StringComparer.Ordinal);

        private volatile bool _changes;

        public bool Asks(ReadOnlyMemory<byte> sent)
        {
            var text = Encoding.Latin1.GetString(sent.Span);
            _prepared.UnionWith(Preparation().Matches(text).Select(match => match.Groups["name"].Value));
            _changes |= Change().IsMatch(text) || _prepared.Any(name => text.Contains(name, StringComparison.Ordinal));
            return true;
        }

        /// <summary>True if this answer says that a change stands: ReadyForQuery, outside of a transaction.</summary>
        public bool Settles(ReadOnlyMemory<byte> answer)
        {
            if (!answer.Span.EndsWith((ReadOnlySpan<byte>)[(byte)'Z', 0, 0, 0, 5, (byte)'I']))
            {
                return false;
            }

            var changes = _changes;
            _changes = false;
            return changes;
        }

        [GeneratedRegex("INSERT INTO |UPDATE |DELETE FROM ")]
        private static partial Regex Change();

        // A change that the driver prepares; later it is sent by the name alone.
        [GeneratedRegex(@"(?<name>_auto\d+\0)(?:INSERT INTO |UPDATE |DELETE FROM )")]
        private static partial Regex Preparation();
    }
}
