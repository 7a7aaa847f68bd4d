namespace Attesto.Issuing;

/// <summary>What a refresh token is to its grant.</summary>
internal enum Standing
{
    /// <summary>Not one of its tokens.</summary>
    Unknown,

    /// <summary>The newest.</summary>
    Current,

    /// <summary>The one before, whose successor was not used yet.</summary>
    Previous,

    /// <summary>A genuine one that is older.</summary>
    Spent,
}
