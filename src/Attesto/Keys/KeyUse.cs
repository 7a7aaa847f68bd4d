namespace Attesto.Keys;

/// <summary>What a key of the server is for.</summary>
public enum KeyUse
{
    /// <summary>It signs, if it is the first of its algorithm, and its signatures are accepted.</summary>
    Sign,

    /// <summary>Only its signatures are accepted: the key before or after a rotation.</summary>
    Verify,
}
