namespace Attesto.Load;

/// <summary>The client that every server knows, and who knows its secret.</summary>
internal static class Client
{
    public const string Id = "bench";

    public const string Secret = "5f0c6f6f1e2a4b7d9c3e8a1b6d4f2c70-bench";

    public const string Body = $"client_id={Id}&client_secret={Secret}";
}
