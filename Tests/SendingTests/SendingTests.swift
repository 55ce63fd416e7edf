// Tests of Sending stand beside this file.
