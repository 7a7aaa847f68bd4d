using System.Collections.Concurrent;

namespace Attesto.EntityFrameworkCore;

/// <summary>Clients that this node has read. Twice a second, if anybody asks for one, it asks the database whether a client has changed since.</summary>
/// <param name="clock">The clock.</param>
public sealed class EfClientCache(TimeProvider clock)
{
    private const int Capacity = 10_000; // clients; some kilobytes each

    private static readonly long CheckedAgain = TimeSpan.FromMilliseconds(500).Ticks;
    private static readonly long Fresh = TimeSpan.FromSeconds(1).Ticks;

    private volatile Generation _current = new(number: -1, checkedAt: 0);
    private int _isChecking;

    /// <summary>The clients that are known as of a check that is less than a second old.</summary>
    /// <param name="readNumber">Reads the number of changes.</param>
    internal async ValueTask<Generation> GetAsync(Func<Task<long>> readNumber)
    {
        var (current, now) = (_current, clock.GetUtcNow().UtcTicks);
        var age = now - current.CheckedAt;
        if (age >= 0 && age < CheckedAgain)
        {
            return current;
        }

        // One asks while the others go on; when the answer is late, everybody waits for an own one.
        if (age >= 0 && age < Fresh && Interlocked.CompareExchange(ref _isChecking, 1, 0) != 0)
        {
            return current;
        }

        try
        {
            var number = await readNumber();
            if (number != current.Number)
            {
                return _current = new Generation(number, now);
            }

            current.CheckedAt = now;
            return current;
        }
        finally
        {
            Volatile.Write(ref _isChecking, 0);
        }
    }

    /// <summary>What is known as of one number of changes. A client that was read before a change ends up in a generation that nobody looks into any more.</summary>
    internal sealed class Generation(long number, long checkedAt)
    {
        private readonly ConcurrentDictionary<string, Client> _clients = new(StringComparer.Ordinal);
        private long _checkedAt = checkedAt;
        private int _count;

        public long Number => number;

        /// <summary>When the number was read last, in ticks of UTC.</summary>
        public long CheckedAt
        {
            get => Volatile.Read(ref _checkedAt);
            set => Volatile.Write(ref _checkedAt, value);
        }

        public Client? Find(string clientId) => _clients.GetValueOrDefault(clientId);

        public void Add(Client client)
        {
            if (Interlocked.Increment(ref _count) > Capacity)
            {
                _clients.Clear(); // rather all at once than an order of use that each request would write
                Volatile.Write(ref _count, 1);
            }

            _clients[client.Id] = client;
        }
    }
}
