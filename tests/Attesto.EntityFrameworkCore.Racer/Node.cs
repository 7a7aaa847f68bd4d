using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore.Racer;

/// <summary>One request's worth of stores, with a connection of its own.</summary>
internal sealed class Node(string connection) : IDisposable
{
    private readonly NodeContext _context = new(new DbContextOptionsBuilder<NodeContext>().UseNpgsql(connection, npgsql => npgsql.EnableRetryOnFailure()).Options);

    public void Dispose() => _context.Dispose();

    public Task<bool> TryAsync(string kind, string name)
    {
        var hash = TokenHash.Of(name);
        return kind switch
        {
            "code" => new EfAuthorizationCodeStore<NodeContext>(_context, TimeProvider.System).RedeemAsync(hash, NewGrant(), default),
            "rotation" => new EfGrantStore<NodeContext>(_context, TimeProvider.System).RotateAsync(GrantOf(hash), Successor(), default),
            "device" => new EfDeviceCodeStore<NodeContext>(_context, TimeProvider.System).RedeemAsync(hash, NewGrant(), default),
            "consent" => new EfConsentGrantStore<NodeContext>(_context, TimeProvider.System).ClaimAsync(hash, default),
            "key" => new EfSigningKeyStore<NodeContext>(_context).TryAddAsync([FirstKey(name)], DateTimeOffset.MaxValue, default),
            "pushed" => new EfPushedRequestStore<NodeContext>(_context).AnswerAsync(hash, "answer", default),
            _ => new EfReplayStore<NodeContext>(_context).TryAddAsync(hash, TimeProvider.System.GetUtcNow().AddMinutes(2), default),
        };
    }

    private static DateTimeOffset Tomorrow => TimeProvider.System.GetUtcNow().AddDays(1);

    private static GrantId GrantOf(TokenHash hash) => new(new Guid(Convert.FromHexString(hash.Value).AsSpan(0, 16)));

    // Every node has made its own.
    private static StoredSigningKey FirstKey(string algorithm) => new()
    {
        KeyId = Secret.NewId(),
        Algorithm = algorithm,
        Number = 1,
        PublicKey = "{}",
        PrivateKey = [1],
        AnnouncedAt = TimeProvider.System.GetUtcNow(),
        SignsFrom = TimeProvider.System.GetUtcNow(),
    };

    private static Rotation Successor() => new() { Generation = 1, Successor = TokenHash.Of(Secret.New()), ExpiresAt = Tomorrow, KeepUntil = Tomorrow };

    private static Grant NewGrant() => new()
    {
        Authorization = new Authorization { ClientId = "app", Subject = "alice", Scope = ScopeSet.Empty, GrantId = GrantId.New() },
        CreatedAt = TimeProvider.System.GetUtcNow(),
        LastUsedAt = TimeProvider.System.GetUtcNow(),
        ExpiresAt = Tomorrow,
        KeepUntil = Tomorrow,
    };
}

/// <summary>The template's tables, in a context of this process.</summary>
internal sealed class NodeContext(DbContextOptions<NodeContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseAttesto("table_prefix_");
}
