"""Runs a program on a terminal of its own and types one line of standard input at each prompt (a colon).

The prompts are those of a backup's password, or, separated by commas, those in PROMPTS.
Prints all that the terminal showed and exits as the program did.
"""
import os
import pty
import sys

answers = sys.stdin.buffer.read().split(b"\n")
prompts = os.environb.get(b"PROMPTS", b"Password:,Confirm Password:,Password reminder:").split(b",")
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])

shown = b""
asked = 0
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    if asked < len(answers) and asked < len(prompts) and prompts[asked] in shown:
        os.write(terminal, answers[asked] + b"\r")
        asked += 1

_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
