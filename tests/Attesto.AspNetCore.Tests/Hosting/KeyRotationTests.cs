using System.Net.Http.Json;
using System.Text.Json;
using Attesto.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto.AspNetCore.Tests.Hosting;

public sealed class KeyRotationTests
{
    private static readonly Dictionary<string, string?> Fast = new() { ["Attesto:KeyRotation:Algorithms"] = "ES256" };

    [Test]
    public async Task A_host_signs_with_keys_that_it_made_and_publishes_them()
    {
        await using var host = await StartAsync();
        var published = await JwksAsync(host);
        using var answer =
            await host.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret), ("scope", "read:reports"));
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        var header = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0])).RootElement;
        Assert.That(header.GetProperty("kid").GetString(), Is.EqualTo(published.Single()));
    }

    [Test]
    public async Task The_store_holds_no_private_key_in_clear()
    {
        await using var host = await StartAsync();
        await using var scope = host.App.Services.CreateAsyncScope();
        var key = (await scope.ServiceProvider.GetRequiredService<ISigningKeyStore>().ReadAsync(default)).Keys.Single();
        Assert.That(() => NewSigningKey.Open(key.Algorithm, key.KeyId, key.PrivateKey.AsSpan()), Throws.InstanceOf<System.Security.Cryptography.CryptographicException>());
        var secret = await host.App.Services.GetRequiredService<ISigningKeyProtector>().UnprotectAsync(key.PrivateKey.AsMemory(), key.KeyId, default);
        Assert.That(NewSigningKey.Open(key.Algorithm, key.KeyId, secret).Kid, Is.EqualTo(key.KeyId));
    }

    [Test]
    public async Task Health_is_degraded_while_a_rotation_is_overdue_and_the_keys_cannot_be_read()
    {
        await using var host = await StartAsync(attesto => attesto.Services.AddHealthChecks().AddAttestoKeyRotation(), app => app.MapHealthChecks("/health"));
        Assert.That(await host.CreateClient().GetStringAsync("/health"), Is.EqualTo("Healthy"));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await host.CreateClient().GetStringAsync("/health"), Is.EqualTo("Degraded"));
        await host.App.Services.GetRequiredService<SigningKeyRing>().RefreshAsync(default);
        Assert.That(await host.CreateClient().GetStringAsync("/health"), Is.EqualTo("Healthy"));

        host.Clock.Advance(TimeSpan.FromDays(91));
        await host.App.Services.GetRequiredService<SigningKeyRing>().RefreshAsync(default);
        Assert.That(await host.CreateClient().GetStringAsync("/health"), Is.EqualTo("Degraded"), "the next key is announced, too late");
    }

    [Test]
    public async Task A_host_without_a_store_for_keys_is_told()
    {
        var fault = await Assert.CatchAsync(async () => await (await StartAsync(attesto =>
        {
            attesto.Services.RemoveAll<ISigningKeyStore>();
            attesto.UseKeyRotation();
        })).DisposeAsync());
        Assert.That(fault!.Message, Does.Contain("No ISigningKeyStore is registered").And.Contain("AddAttestoEntityFrameworkStores<TContext>()"));
    }

    private static Task<TestHost> StartAsync(Action<AttestoBuilder>? attesto = null, Action<WebApplication>? pipeline = null) => TestHost.StartAsync(
        builder =>
        {
            builder.UseKeyRotation();
            attesto?.Invoke(builder);
        },
        Fast,
        pipeline);

    private static async Task<List<string>> JwksAsync(TestHost host) =>
        [.. (await host.CreateClient().GetFromJsonAsync<JsonElement>("/.well-known/jwks.json")).GetProperty("keys").EnumerateArray()
            .Select(key => key.GetProperty("kid").GetString()!)];
}
