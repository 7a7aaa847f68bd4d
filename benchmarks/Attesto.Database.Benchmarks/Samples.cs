using Attesto.EntityFrameworkCore;
using HostNamespace.Data;

namespace Attesto.Database.Benchmarks;

/// <summary>Values and stores of the benchmarks.</summary>
internal static class Samples
{
    public static EfRefreshTokenStore<AttestoDbContext> Tokens(AttestoDbContext context) => new(context, TimeProvider.System);

    public static TokenHash NewHash() => TokenHash.Of(Secret.New());

    public static RefreshToken NewToken() => new()
    {
        Hash = NewHash(),
        Authorization = new Authorization { ClientId = "app", Subject = "alice", Scope = ScopeSet.Of("openid"), FamilyId = Secret.NewId() },
        ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(14),
        FamilyStartedAt = TimeProvider.System.GetUtcNow(),
    };
}
