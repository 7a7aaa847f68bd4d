using Attesto.EntityFrameworkCore;
using HostNamespace.Data;

namespace Attesto.Database.Benchmarks;

/// <summary>Values and stores of the benchmarks.</summary>
internal static class Samples
{
    public static EfGrantStore<AttestoDbContext> Grants(AttestoDbContext context) => new(context, TimeProvider.System);

    public static TokenHash NewHash() => TokenHash.Of(Secret.New());

    public static Grant NewGrant()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            Authorization = new Authorization
            {
                ClientId = "9f1c7f9e-7d2c-4c59-a1f6-3d3f6a0b1c55",
                Subject = Secret.NewId(),
                Scope = ScopeSet.Of("openid", "profile", "offline_access", "read:reports"),
                Resources = ["https://api.example/"],
                GrantId = GrantId.New(),
                AuthTime = now,
                Amr = ["pwd"],
                SessionId = Secret.NewId(),
            },
            CreatedAt = now,
            LastUsedAt = now,
            ExpiresAt = now.AddDays(14),
            KeepUntil = now.AddDays(14),
            RefreshToken = new RefreshTokenState(NewHash(), 1, NewHash()),
        };
    }

    public static Rotation NewRotation(int generation)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new() { Generation = generation, Successor = NewHash(), ProtectedSuccessor = new string('A', 70), ExpiresAt = now.AddDays(14), KeepUntil = now.AddDays(14) };
    }
}
