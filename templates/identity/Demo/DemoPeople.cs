using HostNamespace.Data;
using Microsoft.AspNetCore.Identity;

namespace HostNamespace.Demo;

/// <summary>The person <c>alice</c>, password <c>wonderland</c>: an account like any other, made at the first start.</summary>
internal sealed class DemoPeople(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ApplicationUser>>();
        if (await users.FindByNameAsync("alice") is null)
        {
            var alice = new ApplicationUser { UserName = "alice", DisplayName = "Alice", Email = "alice@example.com", EmailConfirmed = true };
            alice.PasswordHash = users.PasswordHasher.HashPassword(alice, "wonderland"); // shorter than anybody else's may be
            await users.CreateAsync(alice);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
