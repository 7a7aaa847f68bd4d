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
            "code" => new EfAuthorizationCodeStore<NodeContext>(_context, TimeProvider.System).ClaimAsync(hash, default),
            "rotation" => new EfRefreshTokenStore<NodeContext>(_context, TimeProvider.System).RotateAsync(hash, Successor(name), null, default),
            "device" => new EfDeviceCodeStore<NodeContext>(_context, TimeProvider.System).ClaimAsync(hash, default),
            "consent" => new EfConsentGrantStore<NodeContext>(_context, TimeProvider.System).ClaimAsync(hash, default),
            "pushed" => new EfPushedRequestStore<NodeContext>(_context).AnswerAsync(hash, "answer", default),
            _ => new EfReplayStore<NodeContext>(_context).TryAddAsync(hash, TimeProvider.System.GetUtcNow().AddMinutes(2), default),
        };
    }

    private static RefreshToken Successor(string name) => new()
    {
        Hash = TokenHash.Of(Secret.New()),
        Authorization = new Authorization { ClientId = "app", Subject = "alice", Scope = ScopeSet.Empty, FamilyId = name },
        ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(1),
        FamilyStartedAt = TimeProvider.System.GetUtcNow(),
    };
}

/// <summary>The template's tables, in a context of this process.</summary>
internal sealed class NodeContext(DbContextOptions<NodeContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseAttesto("table_prefix_");
}
